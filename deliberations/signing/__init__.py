"""Electronic signature of issued documents: ports on bytes and dataclasses, one file per provider.

Nothing here knows a model, a setting or the clock: files, keys and instants come in as arguments. Decision 14 says why
a signature takes three steps; ``services.signing_engine`` is the one place that calls this room to sign.

The protocol
    A provider gives a ``Key`` (``openkey``): a certificate, and ``sign_raw``, which turns messages of a few hundred
    bytes into raw signatures. A ``SignatureRequest`` (``ports``) says what to sign, where, as whom, at which level;
    a ``SignedDocument`` comes back, or a ``SigningFailed`` whose sentence is the clerk's and whose ``retry`` says
    whether the same gesture may succeed later. A new provider is one file with a ``Key``, and one line in
    ``registry``.

From a page to a signed file
    ``fields`` (places for signatures) → ``drafting`` (a file complete but for one) → ``writing`` with a key that is
    here, or ``hashing`` with one that is elsewhere → ``levels`` (B-B to B-LTA) → ``soundness``, our own check
    before it is written.

Keys
    ``pkcs12``, ``pkcs11``, ``csc`` and ``announced`` (a card on the signatory's computer, see ``conforme_signer``);
    ``keys`` and ``registry`` open them, ``raw`` is what they make, ``vault`` and ``envelope`` keep their secrets.

Later
    ``completing`` and ``timestamps`` (what lacked, what ends), ``archive`` (how far a file is protected).

Received files
    ``returned`` (signed elsewhere), ``check`` (anybody's, with ``evidence``, ``trust``, ``stamps``, ``messages``,
    ``gaps``); ``problems`` and ``returned_faults`` hold the sentences; ``extracting`` takes signatures out for
    public tools.

Others
    ``network`` and ``fetching`` are the only ways out; ``authorities``, ``validation``, ``trusted_list`` and
    ``certificates`` say who is believed and what a certificate claims; ``demo_*`` and ``*sample`` are worth nothing.
"""
