"""The commands, a family a module, in the order `--help` shows them."""

from samloft.commands import (
    adapt,
    build,
    check,
    export,
    fork,
    handouts,
    import_texts,
    new,
    publish,
    release,
    rename,
    serve,
    show,
    tools,
    translate,
    translated,
)

COMMANDS = (
    *build.COMMANDS,
    *serve.COMMANDS,
    *check.COMMANDS,
    *show.COMMANDS,
    *new.COMMANDS,
    *import_texts.COMMANDS,
    *adapt.COMMANDS,
    *fork.COMMANDS,
    *rename.COMMANDS,
    *release.COMMANDS,
    *publish.COMMANDS,
    *export.COMMANDS,
    *handouts.COMMANDS,
    *translate.COMMANDS,
    *translated.COMMANDS,
    *tools.COMMANDS,
)
