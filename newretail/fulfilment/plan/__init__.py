"""What a store can do and when: quoted, reserved, opened as work, expected, late."""
