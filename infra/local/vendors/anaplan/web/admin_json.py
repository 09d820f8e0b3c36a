"""What the operator sees of a model: everything in it, by names and codes, without a single id."""

from typing import Any

from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.state.lists import Item, ItemList
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.state.modules import Module
from infra.local.vendors.anaplan.users import UserDirectory


def shown_model(model: Model) -> dict[str, Any]:
    """All items and all cells; cells as exact text, items of lists by code, blanks as empty text.

    A module's member appears even if no cell of it was ever written.
    """
    return {
        "lists": {
            one.name: [_item(model, one, item) for item in list(one.items.values())] for one in model.lists.values()
        },
        "modules": {
            one.name: [_member(model, one, item) for item in list(one.dimension.items.values())]
            for one in model.modules.values()
        },
    }


def _item(model: Model, of: ItemList, item: Item) -> dict[str, Any]:
    properties = {name: model.shower.code(item.properties.get(name), one) for name, one in of.properties.items()}
    return {"code": item.code, "name": item.name, "properties": properties}


def _member(model: Model, of: Module, item: Item) -> dict[str, Any]:
    cells = {one.name: model.shower.code(of.value(one, item), one.format) for one in of.line_items.values()}
    return {"code": item.code, "cells": cells}


def shown_files(live: LiveModel, users: UserDirectory) -> list[dict[str, Any]]:
    """Every copy that is stored; ``content`` is None while chunks are missing."""
    names = {one.id: one.name for one in live.model.files.values()}
    names |= {one.id: one.name for one in live.model.exports.values()}
    emails = {user.id: user.email for user in users.all()}
    return [
        {
            "user": emails[user_id],
            "id": file_id,
            "name": names[file_id],
            "chunks": chunks,
            "content": None if content is None else content.decode(errors="replace"),
        }
        for user_id, file_id, chunks, content in live.files.stored()
    ]
