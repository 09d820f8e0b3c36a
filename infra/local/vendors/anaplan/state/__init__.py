"""What a model holds: lists with their items, modules with their cells, and the actions defined on them."""
