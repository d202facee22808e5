def note_change(meeting, user, now):
    """Raise the version of a meeting about to be saved, and note whose change it is."""
    meeting.version += 1
    meeting.changed_by, meeting.changed_at = user, now
