"""A European trusted list (ETSI TS 119 612) made for the test: which services are taken, whose word is believed."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSigner

from deliberations.signing.trusted_list import GrantedService, UnfitTrustedList, read_trusted_list
from tests.deliberations.signing.chain import DAY, TODAY, Authority, Held

pytestmark = pytest.mark.integration

NS = "http://uri.etsi.org/02231/v2#"
GRANTED = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
WITHDRAWN = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
CA_QC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
QTST = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
NOW = TODAY + timedelta(minutes=2)


def service(held: Held, kind: str, status: str = GRANTED) -> str:
    encoded = base64.b64encode(held.der).decode()
    return f"""<TSPService><ServiceInformation>
<ServiceTypeIdentifier>{kind}</ServiceTypeIdentifier>
<ServiceName><Name xml:lang="fr">Service d'essai</Name></ServiceName>
<ServiceDigitalIdentity><DigitalId><X509Certificate>{encoded}</X509Certificate></DigitalId></ServiceDigitalIdentity>
<ServiceStatus>{status}</ServiceStatus><StatusStartingTime>2020-01-01T00:00:00Z</StatusStartingTime>
</ServiceInformation></TSPService>"""


def trusted_list(*services: str) -> bytes:
    return f"""<TrustServiceStatusList xmlns="{NS}" Id="liste" TSLTag="http://uri.etsi.org/19612/TSLTag">
<SchemeInformation><TSLVersionIdentifier>6</TSLVersionIdentifier></SchemeInformation>
<TrustServiceProviderList><TrustServiceProvider>
<TSPInformation><TSPName><Name xml:lang="fr">Prestataire d'essai</Name></TSPName></TSPInformation>
<TSPServices>{"".join(services)}</TSPServices>
</TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>""".encode()


def signed(xml: bytes, by: Held) -> bytes:
    key = by.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = by.certificate.public_bytes(Encoding.PEM)
    signer = XAdESSigner(
        signature_algorithm=SignatureMethod.ECDSA_SHA256, digest_algorithm=DigestAlgorithm.SHA256
    )
    return etree.tostring(signer.sign(etree.fromstring(xml), key=key, cert=certificate.decode()))


@pytest.fixture(scope="module")
def by() -> Authority:
    return Authority("AC qualifiée d'essai")


def test_granted_services_are_taken(by: Authority):
    gone = Authority("AC retirée")
    xml = trusted_list(service(by.root, CA_QC), service(by.tsa, QTST), service(gone.root, CA_QC, WITHDRAWN))
    assert read_trusted_list(xml, signed_by=(), at=NOW) == (
        GrantedService(by.root.der, stamps=False),
        GrantedService(by.tsa.der, stamps=True),
    )


def test_list_must_be_signed_by_its_publisher(by: Authority):
    publisher, other = Authority("ANSSI d'essai"), Authority("ANSSI d'essai")
    plain = trusted_list(service(by.root, CA_QC))
    xml = signed(plain, publisher.root)
    assert len(read_trusted_list(xml, signed_by=[publisher.root.der], at=NOW)) == 1
    assert len(read_trusted_list(xml, signed_by=[other.root.der, publisher.root.der], at=NOW)) == 1
    for forged, trusted in (
        (xml, other.root.der),
        (plain, publisher.root.der),
        (xml.replace(b"qualifi", b"disqualifi").replace(b"Service d", b"Faux service d"), publisher.root.der),
    ):
        with pytest.raises(UnfitTrustedList):
            read_trusted_list(forged, signed_by=[trusted], at=NOW)


@pytest.mark.parametrize("xml", [b"", b"bonjour", b"<a/>", "é".encode("latin-1"), bytes(41 << 20)])
def test_other_files_are_refused(xml: bytes):
    with pytest.raises(UnfitTrustedList):
        read_trusted_list(xml, signed_by=(), at=datetime.now(UTC) - DAY)
