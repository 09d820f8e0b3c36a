"""Answers packed with gzip for clients that say they can unpack them."""

import gzip

from werkzeug.wrappers import Request, Response

WORTH_IT = 500  # bytes; smaller answers grow


def packed(request: Request, response: Response) -> Response:
    """The response, gzipped if the request accepts that and there is enough to pack."""
    body = response.get_data()
    if request.accept_encodings["gzip"] > 0 and len(body) > WORTH_IT:
        response.set_data(gzip.compress(body, compresslevel=1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response
