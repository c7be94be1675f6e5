import geo


def test_the_public_names_are_sorted_and_there() -> None:
    assert list(geo.__all__) == sorted(geo.__all__)
    assert all(hasattr(geo, name) for name in geo.__all__)


def test_functions_are_not_hidden_by_modules_of_the_same_name() -> None:
    assert all(callable(f) for f in (geo.rank, geo.nearest, geo.polygon, geo.assign_all))
