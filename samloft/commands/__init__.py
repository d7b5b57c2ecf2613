"""The commands, a family a module, in the order `--help` shows them."""

from samloft.commands import adapt, build, check, export, fork, serve, tools, translated

COMMANDS = (
    *build.COMMANDS,
    *serve.COMMANDS,
    *check.COMMANDS,
    *adapt.COMMANDS,
    *fork.COMMANDS,
    *export.COMMANDS,
    *translated.COMMANDS,
    *tools.COMMANDS,
)
