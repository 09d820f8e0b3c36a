"""How one word is written in files, in the template and in a workflow."""


def construct_id(name: str) -> str:
    """``pull_pages``, ``ml-connector/xero/group`` -> ``PullPages``, ``MlConnectorXeroGroup``.

    Workflows name functions this way too: ``${PullPages}``.
    """
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "".join(word[0].upper() + word[1:] for word in words)
