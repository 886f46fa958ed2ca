"""Finds the messages that templates and code show to people through gettext."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.template import Engine, Template
from django.template.base import FilterExpression, Node, NodeList, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.functional import Promise

PLAIN = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
PLURAL_CONTEXT = frozenset({"npgettext", "npgettext_lazy"})


@dataclass(frozen=True)
class Message:
    text: str
    context: str | None = None


Found = Iterator[tuple[Message, str]]


def in_use(root: Path) -> Found:
    """Each message with the place that uses it, in Python modules and HTML or text templates."""
    for path in sorted(root.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield from in_code(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    for path in sorted((*root.glob("**/templates/**/*.html"), *root.glob("**/templates/**/*.txt"))):
        yield from in_template(path.read_text(encoding="utf-8"), str(path.relative_to(root)))


def in_code(source: str, where: str) -> Found:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for message in _of_call(node):
                yield message, f"{where}:{node.lineno}"


def _of_call(call: ast.Call) -> list[Message]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    if name in PLAIN | PLURAL and texts and isinstance(texts[0], str):
        return [Message(texts[0])]
    if name in CONTEXT | PLURAL_CONTEXT and len(texts) > 1 and isinstance(texts[1], str):
        return [Message(texts[1], str(texts[0]))]
    return []


def in_template(source: str, where: str) -> Found:
    template = Template(source, engine=_engine())
    seen: set[int] = set()
    for node in template.nodelist:
        for message in _of_node(node, seen):
            yield message, where


def _engine() -> Engine:
    if not django.apps.apps.ready:
        django.setup()
    return Engine.get_default()


def _of_node(node: object, seen: set[int]) -> Iterator[Message]:
    """Walks whatever a node holds: tags keep their parts under names of their own choosing."""
    if id(node) in seen or isinstance(node, Template):
        return
    seen.add(id(node))
    if isinstance(node, BlockTranslateNode):
        yield Message(node.render_token_list(node.singular)[0], _context(node.message_context))
    elif isinstance(node, TranslateNode) and isinstance(node.filter_expression.var, Variable):
        literal = node.filter_expression.var.literal
        if isinstance(literal, str):
            yield Message(literal, _context(node.message_context))
    elif isinstance(node, Promise):  # what _("...") becomes in a filter or a tag's argument
        with translation.override(None):
            yield Message(str(node))
    for part in _parts(node):
        yield from _of_node(part, seen)


def _parts(node: object) -> Iterable[object]:
    if isinstance(node, NodeList | list | tuple):
        return list(node)
    if isinstance(node, FilterExpression):
        return [node.var, *(argument for _filter, arguments in node.filters for _known, argument in arguments)]
    if isinstance(node, dict):
        return list(node.values())
    if isinstance(node, Node) or type(node).__module__.startswith("django.template"):
        return list(vars(node).values()) if hasattr(node, "__dict__") else []
    return []


def _context(expression: FilterExpression | None) -> str | None:
    if expression is None:
        return None
    literal = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return str(literal)
