"""The ledger's tests; `samples` has an entry of every type, a clock that ticks, and a ledger to start from."""
