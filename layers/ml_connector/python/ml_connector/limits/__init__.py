"""How many calls may be made, when, and by whom: rules on plain data, and the holder of a reservation.

Knows neither a vendor's headers nor DynamoDB; times are seconds since 1970 on a clock that is given.
"""
