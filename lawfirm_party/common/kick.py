"""A nudge to the workers, so that nobody waits for the next tick. The database is the queue: a lost kick only costs that wait."""

import logging

log = logging.getLogger(__name__)

PATIENCE = 1  # seconds; a page never waits longer for the broker
HURRY = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "max_retries": 0,
    "retry_on_timeout": False,
}


def kick(task):
    """Send a task without arguments, after the commit; whatever becomes of it is swallowed."""
    try:
        with task.app.connection_for_write(transport_options=HURRY) as connection:
            task.apply_async(connection=connection, retry=False, expires=120)
    except Exception as error:
        log.warning("kick of %s was lost: %s", task.name, type(error).__name__)
