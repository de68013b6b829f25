"""Extraction in shards: on this machine or on many, stopped and gone on with, the same result as in one piece.

`shards` says which files are in which shard, `shard_file` how a shard is kept, `stages` what is done with one,
`engines` where that happens, `drive` has it all done and puts it together, `gather` is how every build puts together.
"""
