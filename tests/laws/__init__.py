"""The laws of the core: promises that hold over any history, and the faults that they catch.

`law` says what a law is and `laws` lists them all; each stands in a file by the name of what it
promises, with the witness that objects to a breach and the mutants that it must kill. `household`,
`histories` and `told` make what happens, `life` lives it with the real core, and `held`, `raised`
and `asked` are yardsticks that several laws share.
"""
