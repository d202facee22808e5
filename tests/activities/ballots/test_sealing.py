"""A box opens with passphrase and pepper together, and shows nothing without them."""

import itertools
import random
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from activities.ballots import sealing
from activities.ballots.choices import Mark
from activities.ballots.rules import count_marks, digest_of, receipt_of, result_of, shows

POLL, OTHER = uuid.UUID(int=11), uuid.UUID(int=12)


@pytest.fixture(autouse=True)
def peppers(settings, tmp_path):
    settings.BALLOT_PEPPERS = tmp_path / "peppers"
    return settings.BALLOT_PEPPERS


def test_the_key_opens_with_passphrase_and_pepper(peppers):
    public, salt, wrapped = sealing.make_key(POLL, "ABCDEFGH23456789")
    private = sealing.open_key(POLL, "abcd-efgh-2345-6789", salt, wrapped)
    assert private.public_key().public_bytes_raw() == public
    assert (peppers / POLL.hex).stat().st_mode & 0o777 == 0o600
    assert peppers.stat().st_mode & 0o777 == 0o700


def spoil_passphrase(peppers, given):
    given["passphrase"] = "ABCDEFGH2345678A"


def spoil_pepper(peppers, given):
    (peppers / POLL.hex).write_bytes(bytes(32))


def lose_pepper(peppers, given):
    sealing.destroy_pepper(POLL)


def spoil_wrapped(peppers, given):
    given["wrapped"] = given["wrapped"][:-1] + bytes([given["wrapped"][-1] ^ 1])


def take_another_poll(peppers, given):
    (peppers / OTHER.hex).write_bytes((peppers / POLL.hex).read_bytes())
    given["poll_id"] = OTHER


@pytest.mark.parametrize(
    "spoil", [spoil_passphrase, spoil_pepper, lose_pepper, spoil_wrapped, take_another_poll]
)
def test_without_any_one_of_them_it_stays_closed(peppers, spoil):
    _, salt, wrapped = sealing.make_key(POLL, "ABCDEFGH23456789")
    given = {"poll_id": POLL, "passphrase": "ABCDEFGH23456789", "salt": salt, "wrapped": wrapped}
    assert sealing.open_key(**given)
    spoil(peppers, given)
    with pytest.raises(sealing.Locked):
        sealing.open_key(**given)


def test_a_pepper_made_anew_leaves_the_old_key_closed(peppers):
    _, salt, wrapped = sealing.make_key(POLL, "ABCDEFGH23456789")
    sealing.make_key(POLL, "ABCDEFGH23456789")
    with pytest.raises(sealing.Locked):
        sealing.open_key(POLL, "ABCDEFGH23456789", salt, wrapped)


def test_a_destroyed_pepper_is_gone_and_may_be_destroyed_again(peppers):
    sealing.make_key(POLL, "ABCDEFGH23456789")
    sealing.destroy_pepper(POLL)
    sealing.destroy_pepper(POLL)
    assert list(peppers.iterdir()) == []


def test_every_box_of_a_poll_has_the_same_length():
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    boxes = [sealing.seal_ballot(public, POLL, marks) for marks in itertools.product(Mark, repeat=4)]
    assert len(boxes) == 625
    assert len({len(box) for box in boxes}) == 1
    assert len(set(boxes)) == 625
    same = {sealing.seal_ballot(public, POLL, [Mark.EXCELLENT]) for _ in range(50)}
    assert len(same) == 50


def test_a_box_opens_for_its_poll_only_and_whole():
    key = X25519PrivateKey.generate()
    public, marks = key.public_key().public_bytes_raw(), [Mark.BASIC, Mark.ABSTAIN]
    box = sealing.seal_ballot(public, POLL, marks)
    assert sealing.open_ballot(key, POLL, box, 2) == marks
    spoilt = [(key, OTHER, box, 2), (key, POLL, box[:-1], 2), (key, POLL, box, 3), (key, POLL, b"", 2)]
    spoilt.append((X25519PrivateKey.generate(), POLL, box, 2))
    for given in spoilt:
        with pytest.raises(sealing.BrokenBox):
            sealing.open_ballot(*given)


def test_receipts_and_recounts_of_a_thousand_random_polls():
    dice = random.Random(20261123)
    for _ in range(1000):
        poll, key = uuid.UUID(int=dice.getrandbits(128)), X25519PrivateKey.generate()
        size, voters = dice.randint(1, 4), dice.randint(1, 12)
        public = key.public_key().public_bytes_raw()
        ballots = [[dice.choice(list(Mark)) for _ in range(size)] for _ in range(voters)]
        boxes = [sealing.seal_ballot(public, poll, marks) for marks in ballots]
        given = [receipt_of(poll, box) for box in boxes]
        digests = set()
        for _ in range(2):
            dice.shuffle(boxes)
            opened = [sealing.open_ballot(key, poll, box, size) for box in boxes]
            assert count_marks(opened, size) == count_marks(ballots, size)
            receipts = sorted(receipt_of(poll, box) for box in boxes)
            digests.add(digest_of(poll, voters, result_of(opened, size, shows(voters)), receipts))
        assert len(digests) == 1
        assert set(given) == set(receipts) and len(set(given)) == voters
