"""The small changes made to the law, one at a time: comparators, constants, and/or.

A comparator is moved by its boundary and turned round; a number is one more and one less; a number written as text
(a factor of a formula) is one more in its last digit, a code of a denial the next one; a word that is compared, or
stands in a table, is another word; true is false; `and` is `or`. Decorators, annotations, docstrings and sentences
for people are no law and stay as they are.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

COMPARATORS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
WORDS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.And: "and",
    ast.Or: "or",
}
NUMBER_AS_TEXT = re.compile(r"\d+(\.\d+)?")
DENIAL = re.compile(r"DEN-(\d\d)")


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """One change of one module.

    `scope` is the function it is in, as in `Month.parse`, or "" for what runs at import. `node` counts the tree's
    nodes in the order of `visited`, `place` the operators of a chain, and `variant` the replacements of one place.
    `twin` tells changes apart that read the same.
    """

    module: str
    node: int
    place: int
    variant: int
    scope: str
    line: int
    expression: str
    change: str
    twin: int = 1

    @property
    def key(self) -> str:
        """The change in words that survive a move of the line: what the list of equivalents is written in."""
        twin = f" #{self.twin}" if self.twin > 1 else ""
        return f"{self.module} | {self.scope or 'module'} | {self.expression} | {self.change}{twin}"


def visited(tree: ast.Module) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """The nodes that may be changed, each with the function and the expression or statement it stands in."""
    yield from _inside(tree, "", tree, None)


def _inside(
    node: ast.AST, path: str, around: ast.AST, function: str | None
) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """`function` is the outermost function around the node; classes only lengthen its name."""
    yield node, function or "", around
    if isinstance(node, ast.FunctionDef):
        name = f"{path}{node.name}"
        for default in filter(None, [*node.args.defaults, *node.args.kw_defaults]):
            yield from _inside(default, path, default, function)
        yield from _body(node, f"{name}.", function or name)
    elif isinstance(node, ast.ClassDef):
        yield from _body(node, f"{path}{node.name}.", function)
    else:
        for child in _children(node):
            inner = child if isinstance(child, ast.Compare | ast.BoolOp | ast.stmt) else around
            yield from _inside(child, path, inner, function)


def _body(
    node: ast.FunctionDef | ast.ClassDef, path: str, function: str | None
) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    for statement in node.body:
        yield from _inside(statement, path, statement, function)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "decorator_list", "type_params"):
            children = value if isinstance(value, list) else [value]
            yield from (child for child in children if isinstance(child, ast.AST))


def changes(module: str, source: str) -> list[Change]:
    """Every change of a module, in the order of the text."""
    found = []
    tree = ast.parse(source)
    decisive = _decisive_words(tree)
    for index, (node, scope, around) in enumerate(visited(tree)):
        if _is_sentence(node) and node not in decisive:
            continue
        for place, variant, words in _variants(node):
            expression = " ".join(ast.unparse(around).split())[:120]
            line = getattr(node, "lineno", 0)
            found.append(Change(module, index, place, variant, scope, line, expression, words))
    seen: Counter[str] = Counter()
    for position, one in enumerate(found):
        seen[one.key] += 1
        found[position] = replace(one, twin=seen[one.key])
    return found


def _is_sentence(node: ast.AST) -> bool:
    """Text that is no number and no code: whether it decides anything depends on where it stands."""
    value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    return isinstance(value, str) and not NUMBER_AS_TEXT.fullmatch(value) and not DENIAL.fullmatch(value)


def _decisive_words(tree: ast.Module) -> set[ast.AST]:
    """Texts that are compared, or that stand in a table of the module: its keys, sets and tuples of texts."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                found.update([side, *getattr(side, "elts", ())])
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if ast.unparse(target) != "__all__":
                for node in ast.walk(statement.value):
                    found.update(filter(None, _entries(node)))
    return found


def _entries(node: ast.AST) -> Sequence[ast.AST | None]:
    if isinstance(node, ast.Dict):
        return node.keys
    if isinstance(node, ast.Set | ast.Tuple):
        return node.elts
    return []


def _variants(node: ast.AST) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for variant, other in enumerate(COMPARATORS[type(operator)]):
                where = f" ({place + 1} of {len(node.ops)})" if len(node.ops) > 1 else ""
                yield place, variant, f"{WORDS[type(operator)]} -> {WORDS[other]}{where}"
    elif isinstance(node, ast.BoolOp):
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        yield 0, 0, f"{words[0]} -> {words[1]}"
    elif isinstance(node, ast.Constant):
        for variant, value in enumerate(_values(node.value)):
            yield 0, variant, f"{node.value!r} -> {value!r}"


def _values(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return value + 1, value - 1
    if isinstance(value, str) and NUMBER_AS_TEXT.fullmatch(value):
        number = Decimal(value)
        return (str(number + Decimal((0, (1,), number.as_tuple().exponent))),)  # type: ignore[arg-type]
    if isinstance(value, str) and (denial := DENIAL.fullmatch(value)):
        return (f"DEN-{int(denial[1]) + 1:02d}",)
    if isinstance(value, str):
        return (f"{value}-other",)
    return ()


def changed(change: Change, source: str) -> ast.Module:
    """The module's tree with the change made."""
    tree = ast.parse(source)
    node = next(node for index, (node, _, _) in enumerate(visited(tree)) if index == change.node)
    if isinstance(node, ast.Compare):
        node.ops[change.place] = COMPARATORS[type(node.ops[change.place])][change.variant]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Constant):
        node.value = _values(node.value)[change.variant]  # type: ignore[assignment]
    return tree
