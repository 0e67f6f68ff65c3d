"""Reading many rows as they were at one instant: the adapter of each database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

STARTS = {
    # Each transaction of ours takes the write lock at once there (config.database): nothing changes meanwhile.
    "sqlite": (),
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",),
}


@contextmanager
def one_state() -> Iterator[None]:
    """Every read inside sees the database as it was at the first one.

    Inside another transaction it adds nothing: the isolation is chosen by the first statement of all.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                for statement in STARTS[connection.vendor]:
                    cursor.execute(statement)
        yield
