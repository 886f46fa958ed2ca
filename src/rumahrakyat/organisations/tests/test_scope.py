from rumahrakyat.organisations.scope import Grant, Scope

SEE = frozenset({"see"})


def test_the_empty_scope_may_nothing() -> None:
    assert not Scope().may("see")
    assert not Scope().covers("see", organisation=1)


def test_a_grant_at_an_organisation_covers_it_alone() -> None:
    scope = Scope((Grant(SEE, organisation=1),))
    assert scope.covers("see", organisation=1, region="33.15")
    assert not scope.covers("see", organisation=2)
    assert not scope.covers("change", organisation=1)
    assert scope.organisations("see") == {1}
    assert not scope.everywhere("see")


def test_a_grant_in_a_region_covers_what_lies_in_it() -> None:
    scope = Scope((Grant(SEE, region="33.15"),))
    assert scope.covers("see", organisation=9, region="33.15.01")
    assert not scope.covers("see", organisation=9, region="33.16.01")
    assert not scope.covers("see", organisation=9)
    assert scope.regions("see") == {"33.15"}


def test_both_narrow_each_other() -> None:
    scope = Scope((Grant(SEE, organisation=1, region="33.15"),))
    assert scope.covers("see", organisation=1, region="33.15")
    assert not scope.covers("see", organisation=1, region="33.16")
    assert not scope.covers("see", organisation=2, region="33.15")


def test_a_grant_without_bounds_is_everywhere() -> None:
    scope = Scope((Grant(SEE),))
    assert scope.everywhere("see")
    assert scope.covers("see")
