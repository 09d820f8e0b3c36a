"""The story that ``ml-connector demo`` tells: a first load, a day's edits in Xero, a delta, and a look at both sides.

Knows the demo firm, its model and the simulators' operator paths. What the books say is computed here from Xero's
own documents and without a line of the connector, so that the comparison proves something.
"""
