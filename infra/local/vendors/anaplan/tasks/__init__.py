"""When actions run: one after the other, with everybody else waiting."""
