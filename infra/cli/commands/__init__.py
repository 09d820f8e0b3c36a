"""One module per command: what it is asked, whom it asks in turn, and in which order it shows the answers."""
