"""Fetching what a source publishes, from a server on loopback: whole, as it should be, once; or nothing at all."""

import json
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
import trustme
from publisher import Publisher, Request, cut, published, rest, status, whole

from graph import catalogue, downloads
from graph.errors import Mistyped, NotFetched
from graph.fetch import Fetched, fetch
from graph.setbacks import retry_after
from graph.sources import Bounds, Loader
from graph.tables import FORMATS
from graph.transfers import Limits

HERE: Final = Path(__file__).parent
LIST: Final = (HERE / "golden" / "un_sc" / "consolidated.xml").read_bytes()
QUICK: Final = Limits(pause=0.001, seconds=20, tries=3)
ETAG: Final = {"ETag": '"v1"'}
PAGE: Final = b"<!DOCTYPE html>\n<html><head><title>We will be\n back soon</title></head></html>"

Get = Callable[..., Fetched]


@pytest.fixture
def server() -> Iterator[Publisher]:
    with published() as running:
        yield running


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Publisher]:
    """A server with a certificate of an authority that nobody knows unless a test says so."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with published(context) as running:
        yield running


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def get(home: Path) -> Get:
    """Fetch from the addresses, as un_sc unless another source is named."""

    def get(*addresses: str, source: str | Loader = "un_sc", limits: Limits = QUICK, **more: Any) -> Fetched:
        loader = catalogue.find(source) if isinstance(source, str) else source
        return fetch(loader, home, addresses, limits, **more)

    return get


def parties(*, files: tuple[str, ...] = (), expect: Bounds = Bounds()) -> Any:
    """The small register of the tests, with other addresses or bounds."""
    loader = catalogue.find(str(HERE / "registers" / "parties.py"))
    source = replace(loader.SOURCE, files=files, expect=expect)
    return SimpleNamespace(SOURCE=source, records=loader.records, claims=loader.claims)


def lines(*names: str) -> bytes:
    return b"".join(b'{"id": "%d", "name": "%s", "programmes": ["A"]}\n' % (n, name.encode()) for n, name in enumerate(names))


def kept(home: Path) -> set[str]:
    """The files under a folder, notes aside: `source/day-digest/name`, the digest as it is and the day as DAY."""
    return {
        re.sub(r"\d{4}-\d\d-\d\d", "DAY", path.relative_to(home).as_posix()) for path in home.rglob("*") if path.name != ".fetched.json"
    }


def refused(get: Get, home: Path, *addresses: str, **more: Any) -> str:
    """What a fetch that must fail says; nothing may be left of it."""
    with pytest.raises(NotFetched) as error:
        get(*addresses, **more)
    assert not [path for path in home.glob("*/*") if path.is_dir()]
    return str(error.value)


# --- what is kept


def test_a_file_is_kept_under_its_source_its_day_and_its_digest(server: Publisher, get: Get, home: Path) -> None:
    done = get(server.at("/lists/consolidated.xml", whole(LIST)))
    (path,) = done.kept.paths
    assert (done.new, done.kept.records, path.read_bytes()) == (True, 3, LIST)
    assert re.fullmatch(r"un_sc/\d{4}-\d\d-\d\d-[0-9a-f]{12}/consolidated.xml", path.relative_to(home).as_posix())
    assert path.parent.name[:10] == downloads.date_of(path) == done.kept.fetched_at[:10]


def test_the_second_fetch_of_an_unchanged_file_keeps_nothing_and_says_so(server: Publisher, get: Get, home: Path) -> None:
    address = server.at("/list.xml", whole(LIST))
    first, before = get(address), kept(home)
    second = get(address)
    assert (first.new, second.new, second.kept.folder, kept(home)) == (True, False, first.kept.folder, before)


@pytest.mark.parametrize("headers", [ETAG, {"ETag": 'W/"weak"'}, {"Last_Modified": "Wed, 25 Nov 2026 02:00:00 GMT"}], ids=str)
def test_a_file_is_asked_for_on_the_condition_that_it_has_changed(server: Publisher, get: Get, headers: dict[str, str]) -> None:
    address = server.at("/list.xml", whole(LIST, **headers))
    first, second = get(address), get(address)
    asked = server.asked[-1][1]
    assert {asked.get("If-None-Match"), asked.get("If-Modified-Since")} & set(headers.values())
    assert (second.new, second.kept.folder) == (False, first.kept.folder)
    assert second.kept.checked_at > first.kept.checked_at


def test_the_condition_is_not_that_of_another_address(server: Publisher, get: Get) -> None:
    get(server.at("/one.xml", whole(LIST, **ETAG)))
    get(server.at("/two.xml", whole(LIST.replace(b"</CONSOLIDATED_LIST>", b" </CONSOLIDATED_LIST>"), **ETAG)))
    assert "If-None-Match" not in server.asked[-1][1]


def test_a_kept_file_that_was_damaged_is_fetched_again(server: Publisher, get: Get) -> None:
    address = server.at("/list.xml", whole(LIST, **ETAG))
    (path,) = get(address).kept.paths
    path.write_bytes(b"")
    assert (get(address).new, path.read_bytes()) == (True, LIST)


def test_a_file_that_comes_back_is_the_newest_again(server: Publisher, get: Get, home: Path) -> None:
    other = LIST.replace(b"</CONSOLIDATED_LIST>", b" </CONSOLIDATED_LIST>")
    address = server.at("/list.xml", whole(LIST), whole(other), whole(LIST))
    first, _, third = get(address), get(address), get(address)
    newest = downloads.newest(home, "un_sc")
    assert newest
    assert third.new
    assert newest.folder == first.kept.folder


def test_two_files_of_one_source_are_kept_together(server: Publisher, get: Get) -> None:
    bodies = {name: (HERE / "golden" / "ofac_sdn" / f"{name}.csv").read_bytes() for name in ("sdn", "alt")}
    done = get(*(server.at(f"/{name.upper()}.CSV", whole(body)) for name, body in bodies.items()), source="ofac_sdn")
    assert {path.name: path.read_bytes() for path in done.kept.paths} == {f"{name.upper()}.CSV": body for name, body in bodies.items()}
    assert len({path.parent for path in done.kept.paths}) == 1


def test_when_one_of_two_files_has_changed_the_other_is_kept_beside_it_unasked(server: Publisher, get: Get) -> None:
    sdn, alt = ((HERE / "golden" / "ofac_sdn" / f"{name}.csv").read_bytes() for name in ("sdn", "alt"))
    longer = alt + b'36,99,"aka","ANOTHER NAME",-0- \r\n'
    addresses = (server.at("/sdn.csv", whole(sdn, **ETAG)), server.at("/alt.csv", whole(alt, ETag='"a"'), whole(longer, ETag='"b"')))
    get(*addresses, source="ofac_sdn")
    done = get(*addresses, source="ofac_sdn")
    assert (done.new, [path.read_bytes() for path in done.kept.paths]) == (True, [sdn, longer])


def test_of_two_files_neither_is_kept_when_one_cannot_be_had(server: Publisher, get: Get, home: Path) -> None:
    sdn = (HERE / "golden" / "ofac_sdn" / "sdn.csv").read_bytes()
    said = refused(get, home, server.at("/sdn.csv", whole(sdn)), server.at("/alt.csv", status(404)), source="ofac_sdn")
    assert "/alt.csv: the server answers 404 Not Found" in said


def test_the_files_that_a_published_list_of_files_names_are_fetched(server: Publisher, get: Get) -> None:
    names = ("20240105120000.export.CSV", "20240105120000.mentions.CSV")
    bodies = [(HERE / "golden" / "gdelt" / name).read_bytes() for name in names]
    addresses = [server.at(f"/{name}.zip", whole(body, **ETAG)) for name, body in zip(names, bodies)]
    told = "".join(f"100 {'0' * 32} {address}\n" for address in (*addresses, server.at("/x.gkg.csv.zip", status(500))))
    index = server.at("/lastupdate.txt", whole(told.encode()))
    done = get(index, source="gdelt")
    assert [path.read_bytes() for path in done.kept.paths] == bodies
    assert not get(index, source="gdelt").new


def test_two_files_of_one_name_are_both_kept(server: Publisher, get: Get) -> None:
    first, second = server.at("/a/list", whole(lines("A"))), server.at("/b/list", whole(lines("B", "C")))
    assert [path.name for path in get(first, second, source=parties()).kept.paths] == ["list", "2-list"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="full list.xml"', "full-list.xml"),
        ("attachment; filename*=UTF-8''l%C3%ADsta.xml", "lísta.xml"),
        ('attachment; filename="../../.ssh/keys"', "keys"),
        ('attachment; filename="..\\\\..\\\\boot.ini"', "boot.ini"),
        ("attachment", "content"),
        ('attachment; filename="...."', "content"),
        ("=", "content"),
    ],
)
def test_a_file_has_the_name_that_its_server_offers_and_never_a_path(server: Publisher, get: Get, header: str, name: str) -> None:
    done = get(server.at("/content", whole(LIST, Content_Disposition=header)))
    assert [path.name for path in done.kept.paths] == [name]


def test_what_may_be_secret_in_an_address_is_not_written_down(server: Publisher, get: Get, home: Path) -> None:
    address = server.at("/list.xml", whole(LIST)).replace("//", "//me:hush@") + "?token=sesame"
    get(address)
    note = next(home.rglob(".fetched.json")).read_text()
    assert "/list.xml?..." in note
    assert not re.search("hush|sesame", note)


# --- transfers that go wrong


def test_a_cut_transfer_goes_on_where_it_ended(server: Publisher, get: Get) -> None:
    done = get(server.at("/list.xml", cut(LIST, 1_000, **ETAG), rest(LIST, **ETAG)))
    asked = server.asked[-1][1]
    assert (asked["Range"], asked["If-Range"]) == ("bytes=1000-", '"v1"')
    assert done.kept.paths[0].read_bytes() == LIST


def test_a_file_that_changed_while_it_was_cut_is_fetched_from_its_start(server: Publisher, get: Get) -> None:
    done = get(server.at("/list.xml", cut(b"x" * 9_000, 1_000, **ETAG), rest(LIST, ETag='"v2"')))
    assert done.kept.paths[0].read_bytes() == LIST


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"v1"'}], ids=str)
def test_without_a_mark_that_is_the_bytes_own_a_cut_transfer_starts_over(server: Publisher, get: Get, headers: dict[str, str]) -> None:
    done = get(server.at("/list.xml", cut(LIST, 1_000, **headers), whole(LIST)))
    assert "Range" not in server.asked[-1][1]
    assert done.kept.paths[0].read_bytes() == LIST


@pytest.mark.parametrize("part", ["bytes 7-9/10", "bytes 1000-7229/9999", "nonsense"])
def test_a_part_that_is_not_the_one_asked_for_is_not_used(server: Publisher, get: Get, part: str) -> None:
    wrong = status(206, b"x" * 20, Content_Range=part)
    done = get(server.at("/list.xml", cut(LIST, 1_000, **ETAG), wrong, whole(LIST)))
    assert done.kept.paths[0].read_bytes() == LIST


def test_a_transfer_that_is_cut_again_and_again_but_gets_on_is_not_given_up(server: Publisher, get: Get) -> None:
    def further(request: Request) -> None:
        start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        part = {"Content-Range": f"bytes {start}-{len(LIST) - 1}/{len(LIST)}", **ETAG}
        request.reply(206, LIST[start : start + 1_000], part, length=len(LIST) - start)

    done = get(server.at("/list.xml", cut(LIST, 1_000, **ETAG), further))
    assert (done.kept.paths[0].read_bytes(), len(server.asked)) == (LIST, 8)


def test_a_file_shorter_than_promised_is_refused(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", cut(LIST, 1_000)))
    assert "/list.xml: the transfer was cut (" in said
    assert "; given up after 3 tries\nTry again later." in said


def test_a_file_longer_than_promised_is_refused_because_it_does_not_end(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", lambda request: request.reply(200, LIST, length=len(LIST) - 100)))
    assert "/list.xml: " in said


def test_a_busy_server_is_asked_again_when_it_says(server: Publisher, get: Get) -> None:
    address = server.at("/list.xml", status(429, Retry_After="1"), whole(LIST))
    start = time.monotonic()
    assert get(address).new
    assert 0.9 < time.monotonic() - start < 5


def test_a_server_that_wants_to_be_asked_much_later_is_not_waited_for(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", status(429, Retry_After="3600")))
    assert "the server answers 429 Too Many Requests; it would be tried again in 3,600 seconds, beyond the time limit" in said


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("Wed, 25 Nov 2020 02:00:00 GMT", 0.0), ("", None), ("soon", None), ("-1", None)]
)
def test_when_to_ask_again_is_read_as_a_number_or_a_time(header: str, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_a_server_that_fails_and_recovers_is_asked_again(server: Publisher, get: Get) -> None:
    assert get(server.at("/list.xml", status(503), status(502), whole(LIST))).new


def test_a_server_that_does_not_recover_is_given_up(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", status(503)))
    assert said.startswith(f"http://127.0.0.1:{server.server_port}/list.xml: the server answers 503 Service Unavailable; given up after 3")
    assert len(server.asked) == 3


@pytest.mark.parametrize("number", [401, 403, 404, 410, 204, 299, 304])
def test_an_answer_without_the_file_is_said_at_once(server: Publisher, get: Get, home: Path, number: int) -> None:
    said = refused(get, home, server.at("/list.xml", status(number)))
    assert f"the server answers {number}" in said
    assert len(server.asked) == 1


def test_nobody_there_is_said_in_words(server: Publisher, get: Get, home: Path) -> None:
    assert "the server cannot be reached (" in refused(get, home, "http://127.0.0.1:1/list.xml")


# --- redirects and certificates


def test_a_redirect_is_followed_and_the_file_keeps_the_name_it_was_asked_by(server: Publisher, get: Get) -> None:
    server.at("/storage/0815", whole(LIST))
    done = get(server.at("/list.xml", status(302, Location="/storage/0815")))
    assert (done.kept.paths[0].name, done.kept.paths[0].read_bytes()) == ("list.xml", LIST)


def test_redirects_in_a_circle_are_refused(server: Publisher, get: Get, home: Path) -> None:
    assert "redirected more than 8 times" in refused(get, home, server.at("/list.xml", status(301, Location="/list.xml")))


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/list.xml", "javascript:alert(1)"])
def test_a_redirect_to_what_is_not_the_web_is_refused(server: Publisher, get: Get, home: Path, place: str) -> None:
    said = refused(get, home, server.at("/list.xml", status(302, Location=place)))
    assert f"redirected to {place!r}, which is no address on the web" in said


@pytest.mark.usefixtures("trusted")
def test_a_redirect_from_https_to_http_is_refused(secure: Publisher, server: Publisher, get: Get, home: Path) -> None:
    plain = server.at("/list.xml", whole(LIST))
    said = refused(get, home, secure.at("/list.xml", status(302, Location=plain)))
    assert "redirected from https to http, to 127.0.0.1" in said
    assert not server.asked


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_a_known_authority_is_trusted(secure: Publisher, get: Get) -> None:
    assert get(secure.at("/list.xml", whole(LIST))).new


def test_a_certificate_of_an_unknown_authority_is_refused_at_once(secure: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, secure.at("/list.xml", whole(LIST)))
    assert "its certificate is not to be trusted (" in said
    assert not secure.asked


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_server_is_refused(authority: trustme.CA, get: Get, home: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("example.org").configure_cert(context)
    with published(context) as other:
        assert "its certificate is not to be trusted (" in refused(get, home, other.at("/list.xml", whole(LIST)))


def test_authorities_that_cannot_be_read_are_said(server: Publisher, get: Get, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "none.pem"))
    assert "network settings cannot be used" in refused(get, home, server.at("/list.xml", whole(LIST)))


# --- limits


def endless(request: Request) -> None:
    """Send blanks for as long as anybody listens, without saying how many."""
    request.send_response(200)
    request.end_headers()
    request.close_connection = True
    while True:
        request.wfile.write(b" " * 65_536)


def drops(request: Request) -> None:
    """Send a byte now and then."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(1_000):
        request.wfile.write(b" ")
        time.sleep(0.02)


def test_a_body_without_an_end_is_stopped_at_the_limit(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", endless), limits=replace(QUICK, bytes=2**20))
    assert said.endswith("/list.xml: the file is larger than 1 MB\n--megabytes allows more.")


def test_a_file_that_says_it_is_too_large_is_not_begun(server: Publisher, get: Get, home: Path) -> None:
    address = server.at("/list.xml", lambda request: request.reply(200, b"", length=101))
    assert "the file is larger than 100 bytes" in refused(get, home, address, limits=replace(QUICK, bytes=100))


def test_a_server_that_dawdles_is_stopped_at_the_limit(server: Publisher, get: Get, home: Path) -> None:
    start = time.monotonic()
    said = refused(get, home, server.at("/list.xml", drops), limits=replace(QUICK, seconds=0.3))
    assert "it took longer than 0.3 seconds\n--seconds allows more." in said
    assert time.monotonic() - start < 5


def test_a_server_that_says_nothing_is_stopped_at_the_limit(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/list.xml", lambda request: time.sleep(1)), limits=replace(QUICK, seconds=0.3))
    assert "it took longer than 0.3 seconds" in said


# --- what comes is not what it should be


@pytest.mark.parametrize("page", [PAGE, b"\xef\xbb\xbf\n " + PAGE, b"<!-- node 7 -->" + PAGE.lower(), b'<?xml version="1.0"?>\n' + PAGE])
def test_an_error_page_that_comes_as_if_all_were_well_is_refused(server: Publisher, get: Get, home: Path, page: bytes) -> None:
    said = refused(get, home, server.at("/list.xml", whole(page, Content_Type="text/html")))
    assert "the server sends a web page instead of the file (We will be back soon)".lower() in said.lower()


def test_a_web_page_is_what_a_source_of_web_pages_publishes(server: Publisher, get: Get) -> None:
    page = next(path for path in sorted((HERE / "golden" / "unsc_resolutions").glob("*.htm*")))
    assert get(server.at("/meetings/2015", whole(page.read_bytes())), source="unsc_resolutions").new


def test_a_file_of_another_source_is_refused(server: Publisher, get: Get, home: Path) -> None:
    sdn = (HERE / "golden" / "ofac_sdn" / "sdn.csv").read_bytes()
    assert "this is no file of un_sc" in refused(get, home, server.at("/list.xml", whole(sdn)))


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_file_is_refused(server: Publisher, get: Get, home: Path, body: bytes) -> None:
    assert "the file is empty" in refused(get, home, server.at("/list.xml", whole(body)))


def test_a_file_that_does_not_parse_to_its_end_is_refused(server: Publisher, get: Get, home: Path) -> None:
    assert "Nothing is kept" in refused(get, home, server.at("/list.xml", whole(LIST[:-100])))


def test_a_file_outside_the_bounds_of_its_source_is_refused_unless_forced(server: Publisher, get: Get, home: Path) -> None:
    loader, address = parties(expect=Bounds(records=(3, None))), server.at("/parties", whole(lines("A", "B")))
    assert "2 records; parties expects at least 3" in refused(get, home, address, source=loader)
    assert get(address, source=loader, force=True).kept.records == 2


def test_a_list_that_lost_half_its_records_since_the_last_fetch_is_refused_unless_forced(server: Publisher, get: Get) -> None:
    address = server.at("/parties", whole(lines("A", "B", "C", "D")), whole(lines("A", "B")))
    get(address, source=parties())
    with pytest.raises(NotFetched, match="2 records, where there were 4 on"):
        get(address, source=parties())
    assert get(address, source=parties(), force=True).kept.records == 2


def test_a_file_of_which_no_record_can_be_read_is_refused(server: Publisher, get: Get, home: Path) -> None:
    said = refused(get, home, server.at("/parties", whole(lines("", ""))), source=parties())
    assert "none of its 2 records can be read" in said


def test_an_encoding_that_nobody_asked_for_is_refused(server: Publisher, get: Get, home: Path) -> None:
    assert "it comes encoded as br" in refused(get, home, server.at("/list.xml", whole(LIST, Content_Encoding="br")))


# --- addresses


@pytest.mark.parametrize("address", ["list.xml", "file:///etc/passwd", "ftp://example.org/list.xml", "https://", "http://[::1", ""])
def test_what_is_no_address_is_said_before_anything_is_asked(get: Get, address: str) -> None:
    with pytest.raises(Mistyped, match="is no address"):
        get(address)


def test_a_source_without_an_address_says_how_to_get_its_file(get: Get, home: Path) -> None:
    assert "sipri has no address to fetch from\nChoose states and years at https://" in refused(get, home, source="sipri")


def test_every_source_has_addresses_on_the_web_or_says_how_to_get_the_file_by_hand() -> None:
    sources = [loader.SOURCE for loader in catalogue.every()]
    assert not [source.name for source in sources if bool(source.files) == bool(source.by_hand)]
    assert all(address.startswith(("https://", "http://data.gdeltproject.org/")) for source in sources for address in source.files)


# --- the command line


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run the command as a process of its own, its files in the home of this test."""

    def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        places = os.environ | {"ACTORGRAPH_FILES": str(home), "NO_PROXY": "127.0.0.1"} | environment
        command = [sys.executable, "-m", "graph", "--store", f"local:{tmp_path / 'store'}", *words]
        return subprocess.run(command, env=places, capture_output=True, text=True, check=False)

    return run


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_command_prints_what_is_kept_and_says_whether_it_is_new(server: Publisher, run: Run, home: Path) -> None:
    address = server.at("/list.xml", whole(LIST, **ETAG))
    first, second = (run("fetch", "un_sc", "--url", address) for _ in range(2))
    rows = [json.loads(done.stdout) for done in (first, second)]
    assert [(row["source"], row["records"], row["bytes"], row["state"]) for row in rows] == [
        ("un_sc", 3, len(LIST), "new"),
        ("un_sc", 3, len(LIST), "unchanged"),
    ]
    assert Path(rows[0]["file"]).read_bytes() == LIST
    assert first.stderr == f"kept in {Path(rows[0]['file']).parent}; load it: actorgraph load un_sc\n"
    assert second.stderr.startswith("unchanged since 20")


@pytest.mark.parametrize("style", FORMATS)
def test_what_is_kept_is_printed_in_every_format(server: Publisher, run: Run, style: str) -> None:
    done = run("fetch", "un_sc", "--url", server.at("/list.xml", whole(LIST)), "--format", style)
    assert (done.returncode, "list.xml" in done.stdout, str(len(LIST)) in done.stdout) == (0, True, True)


def test_addresses_come_from_the_environment_too_and_from_the_option_first(server: Publisher, run: Run) -> None:
    named = {"ACTORGRAPH_URL_UN_SC": server.at("/environment.xml", whole(LIST))}
    assert '/environment.xml"' in run("fetch", "un_sc", **named).stdout
    assert '/option.xml"' in run("fetch", "un_sc", "--url", server.at("/option.xml", whole(LIST + b"\n")), **named).stdout


def test_the_folder_can_be_chosen(server: Publisher, run: Run, tmp_path: Path) -> None:
    done = run("fetch", "un_sc", "--url", server.at("/list.xml", whole(LIST)), "--to", str(tmp_path / "elsewhere"))
    assert Path(json.loads(done.stdout)["file"]).is_relative_to(tmp_path / "elsewhere" / "un_sc")


def test_a_folder_that_cannot_be_written_is_said(server: Publisher, run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = run("fetch", "un_sc", "--url", server.at("/list.xml", whole(LIST)), "--to", str(tmp_path / "taken"))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {tmp_path / 'taken'}: it cannot be kept (")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("fetch", "un_cs"), 2, "Error: no loader is called 'un_cs'\nDid you mean un_sc?\n"),
        (("fetch",), 2, "Missing argument 'SOURCE'."),
        (("fetch", "eu_fsf"), 1, "Error: eu_fsf has no address to fetch from\nThe EU gives its users an address with a token"),
        (("fetch", "un_sc", "--url", "list.xml"), 2, "Error: 'list.xml' is no address of a file on the web\nWrite it out, as https://"),
        (("fetch", "un_sc", "--megabytes", "0"), 2, "Invalid value for '--megabytes'"),
        (("load", "un_sc"), 2, "Error: load un_sc needs a file: none has been fetched\nFetch one first: actorgraph fetch un_sc\n"),
        (("load", "sipri"), 2, "Error: load sipri needs a file: none has been fetched\nName the file; actorgraph sources says"),
    ],
)
def test_what_is_mistyped_or_absent_is_said_in_words(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(*words)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr


def test_an_interrupted_fetch_leaves_nothing(server: Publisher, home: Path) -> None:
    command = [sys.executable, "-m", "graph", "fetch", "un_sc", "--url", server.at("/list.xml", drops), "--to", str(home)]
    with subprocess.Popen(command, env=os.environ | {"NO_PROXY": "127.0.0.1"}, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not any(home.glob("un_sc/.fetching-*/*")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) != 0
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    assert list(home.glob("un_sc/*")) == []


def test_what_a_killed_fetch_left_is_cleared_away_a_day_later(server: Publisher, get: Get, home: Path) -> None:
    rooms = [home / "un_sc" / f".fetching-{name}" for name in ("old", "of-now")]
    for room in rooms:
        room.mkdir(parents=True)
    os.utime(rooms[0], (1e9, 1e9))
    get(server.at("/list.xml", whole(LIST)))
    assert [room.exists() for room in rooms] == [False, True]


def test_load_takes_the_newest_that_was_fetched_and_names_it(server: Publisher, run: Run, tmp_path: Path) -> None:
    from graph.stores.embedded import stop

    sdn = (HERE / "golden" / "ofac_sdn" / "sdn.csv").read_bytes()
    row = json.loads(run("fetch", "ofac_sdn", "--url", server.at("/SDN.CSV", whole(sdn))).stdout)
    listed = json.loads(next(line for line in run("sources").stdout.splitlines() if '"ofac_sdn"' in line))
    loaded = run("load", "ofac_sdn", "--format", "json")
    stop(tmp_path / "store")
    found = json.loads(loaded.stdout)
    assert (found["file"], found["snapshot"]) == (row["file"], row["fetched"])
    assert f"taking {row['file']}\n" in loaded.stderr
    assert f"snapshot date {row['fetched']} from when it was fetched" in loaded.stderr
    assert (listed["fetch"], listed["fetched"]) == ("yes", row["fetched"])
