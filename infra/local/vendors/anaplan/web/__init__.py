"""The HTTP face: paths, envelopes, paging and error bodies as Anaplan has them."""
