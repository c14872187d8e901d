"""A study handed over: as a crate that another rantau, or a reader without one, can open; and given back from it.

* :mod:`.kinds`: the kinds of record, and their form in a crate
* :mod:`.withholding`: what stays behind, and what is masked
* :mod:`.contents`: the files of a crate
* :mod:`.provenance`: the chain from source to brief, as W3C PROV
* :mod:`.crate_out`, :mod:`.crate_in`: writing a crate, and making a study of one
* :mod:`.opening`: a crate's files, out of an archive that nobody vouches for
"""
