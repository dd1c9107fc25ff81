"""What may be known above this floor beside the door itself: the values that questions and answers are made of, and
what is declared for every city alike (kinds, bases, the dictionary that comes with the program, days of a time zone).

Errors lie in `queries.errors`. Nothing here opens or asks a store. Each name is listed in one of the modules of
`queries.values_of`, by what it is about.
"""

from queries.values_of.governance import *
from queries.values_of.numbers import *
from queries.values_of.records import *
