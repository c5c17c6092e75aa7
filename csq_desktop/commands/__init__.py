"""The sub-commands of `csq`: each module adds its own to the parser and runs them."""
