"""Many runs: specs, records, the store, and the processes that compute them."""
