"""What a parcel waits for: pick jobs, bags from a counter, what other rooms make. It has arrived when all its parts have.

Another room opens a part (`open_part`, or with the work itself), reports it (`part_ready`) or gives it up (`drop_part`), all through
`fulfilment.api`; the parcel, its bags and its ways out stay what they are.
"""
