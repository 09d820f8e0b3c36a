"""The ``ml-connector`` command: the operator's hands, the same for both homes. It asks and shows; it never decides."""
