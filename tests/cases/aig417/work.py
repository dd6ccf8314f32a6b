# file: app/works.py
from datetime import date

from django.db import models
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from sqlalchemy import func, select
from flask import Flask, request
from sqlalchemy.orm import Session

LIMIT = 50
app = Flask(__name__)


class Member(models.Model):
    name = models.CharField(max_length=100)
    level = models.IntegerField()

    @cached_property
    def rights(self):
        return set(Right.objects.filter(member=self).values_list("name", flat=True))

    def may(self, name):
        return name in self.rights


class Right(models.Model):
    name = models.CharField(max_length=100)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)


def asked_once_for_the_member(member: Member, papers):
    return [paper for paper in papers if member.may(paper.right)]


def created_when_missing(session: Session, rows):
    for row in rows:
        found = session.scalar(select(Tag).where(Tag.name == row.name))
        if not found:
            session.add(Tag(name=row.name))


def created_by_the_handler(rows):
    for row in rows:
        try:
            tag = Tag.objects.get(name=row.name)
        except Tag.DoesNotExist:
            Tag.objects.create(name=row.name, note=row.note)
        else:
            tag.note = row.note
            tag.save()


def made_by_the_handler(rows):
    for row in rows:
        try:
            tag = Tag.objects.get(name=row.name)
        except Tag.DoesNotExist:
            tag = Tag(name=row.name)
        tag.note = row.note
        tag.save()


def linked(paper, names):
    for name in names:
        tag = Tag.objects.get(name=name)
        Link.objects.get_or_create(paper=paper, tag=tag)


def counted_first(paper, links):
    for url in links:
        if Link.objects.filter(paper=paper, url=url).count() < 2:
            Link.objects.update_or_create(paper=paper, url=url)


def nothing_is_created(names):
    found = []
    for name in names:
        try:
            found.append(Tag.objects.get(name=name))  # AIG417
        except Tag.DoesNotExist:
            found.append(None)
    return found


def only_what_is_new(ids):
    return [each for each in ids if not Member.objects.filter(pk=each).exists()]  # AIG417


def locked(idents):
    for ident in idents:
        card = Card.objects.select_for_update().get(pk=ident)
        card.value = 0
        card.save()


def worked_on(idents):
    for ident in idents:
        Topic.objects.get(pk=ident).update_counters()


def worked_on_later(idents, rules):
    for ident in idents:
        topic = Topic.objects.get(pk=ident)
        topic.set_permissions(rules)


def taken_away(members):
    for member in members:
        for right in Right.objects.filter(member=member):
            right.delete()


def gone_over(members):
    found = []
    for member in members:
        for right in Right.objects.filter(member=member):  # AIG417
            found.append(right.name)
    return found


def filled_in(member):
    member["rights"] = list(Right.objects.filter(member=member["id"]))


def completed(members):
    for member in members:
        filled_in(member)  # AIG417
    return members


def written_down(name, value=None):
    found = Right.objects.filter(name=name).first()
    if value is None:
        return found.value
    found.put(value)


def told(names):
    for name in names:
        written_down(name, "done")


def another_column_each(session: Session, keys):
    found = {}
    for key in keys:
        column = Paper.data[key]
        statement = select(column, func.count(column)).group_by(column)
        found[key] = session.execute(statement).all()
    return found


def at_most_one(names, known):
    for name in names:
        if name not in known:
            moved = Move.objects.get(source=name)
            return HttpResponseRedirect("/" + moved.target)
    return None


def two_at_most(session: Session, name, place):
    prefixes = []
    if name is not None:
        prefixes.append(f"of/{name}")
    if place is not None:
        prefixes.append(f"at/{place}")
    return [session.scalar(select(Value).where(Value.prefix == prefix)) for prefix in prefixes]


def gathered(session: Session, rows):
    idents = []
    for row in rows:
        idents.append(row.ident)
    return [session.get(Member, ident) for ident in idents]  # missed AIG417


def of_providers(session: Session, tenant):
    for provider_id in tenant.providers:
        tenant.given.append(session.get(Provider, provider_id))


def of_terms(terms):
    for key, value in terms.items():
        narrow(TagValue.objects.get(key=key, value=value))


def of_a_basket(basket):
    for ident, amount in basket.items():
        take(Product.objects.get(pk=ident), amount)  # AIG417


def whatever_the_case(names):
    return [Member.objects.filter(name__iexact=name).first() for name in names]


def each_day(days):
    return [Member.objects.filter(since=day).count() for day in days]


def in_forms(formset):
    for form in formset.forms:
        show(Member.objects.get(pk=form.cleaned_data["member"]))


def of_few(session: Session, idents):
    if len(idents) > LIMIT:
        raise ValueError("too many")
    return [session.get(Member, ident) for ident in idents]


def of_one(queryset):
    if queryset.count() != 1:
        return None
    return [Member.objects.get(pk=each.member_id) for each in queryset]


def checked_against_nothing(session: Session, idents):
    if len(idents) > LIMIT:
        log("many")
    return [session.get(Member, ident) for ident in idents]  # AIG417


async def until_one_answers(self, servers):
    for server in servers:
        try:
            found = await self.executor.execute(server)
            if not getattr(found, "is_error", False):
                break
        except OSError:
            continue


def born_before(session: Session, people):
    day = date.today()
    return [session.scalar(select(Tax).where(Tax.person == each.id, Tax.day < day)) for each in people]  # AIG417


def ident_of(text):
    match = PATTERN.search(text)
    if match:
        ident = match.group(1)
    elif text:
        ident = Member.objects.get(name=text).pk
    else:
        ident = None
    return ident


def named_in_most(texts):
    return [ident_of(text) for text in texts]


class Count:
    def __init__(self, member=None, ident=0):
        if member:
            self.member = member
        else:
            self.member = Member.objects.get(pk=ident)
        self.rights = Right.objects.filter(member=self.member).count()


def counts(idents):
    return [Count(ident=ident) for ident in idents]  # AIG417


def by_number_or_name(names):
    found = []
    for name in names:
        if name.isnumeric():
            found.append(Member.objects.get(pk=int(name)))
        else:
            found.append(Member.objects.get(name=name))
    return found


def in_a_dictionary(session: Session, rows):
    for row in rows:
        if session.scalar(select(Tag).where(Tag.name == row.name)) is None:
            create_tag(row)


def skipped_where_known(session: Session, rows):
    for row in rows:
        if session.scalar(select(Tag).where(Tag.name == row.name)):  # AIG417
            continue
        names.append(row.name)


def known_ones(session: Session, rows):
    found = set()
    for row in rows:
        tag = session.scalar(select(Tag).where(Tag.name == row.name))  # AIG417
        if tag:
            found.add(tag.id)
    return found


def free_name(names):
    for name in names:
        taken = Member.objects.filter(name=name).exists()
        if not taken:
            break
    else:
        raise LookupError
    return name


def all_known(names):
    for name in names:
        found = Member.objects.filter(name=name).first()  # AIG417
        if not found:
            break
    return True


def path_up(idents):
    member = None
    for ident in idents:
        boss = boss_of(member, ident)
        member = Member.objects.get(pk=boss)
    return member


def skipped_or_made(session: Session, names):
    for name in names:
        if session.scalar(select(Tag).where(Tag.name == name)):
            continue
        session.add(Tag(name=name))


def close(member):
    member.level = 0
    member.save()


def closed(idents):
    for ident in idents:
        close(Member.objects.get(pk=ident))


def below(member):
    for each in Member.objects.filter(boss=member):
        yield each
        yield from below(each)


def trees(members):
    return [list(below(each)) for each in members]


def level_of(ident, known=True):
    if known:
        cache_key = f"level-{ident}"
        level = REGION.get(cache_key)
        if not isinstance(level, NoValue):
            return level
    level = Member.objects.get(pk=ident).level
    if known:
        REGION.set(cache_key, level)
    return level


def levels(idents):
    return [level_of(ident) for ident in idents]


class Entry:
    def __init__(self, given):
        if isinstance(given, str):
            self.load(given)
        else:
            self.name = given.name

    def load(self, ident):
        self.name = Member.objects.get(pk=ident).name


def entries(members):
    return [Entry(each) for each in members]


def add_members(club, idents):
    for ident in idents:
        club.members.append(Member.objects.get(pk=ident))


def validate_members(idents):
    return all([Member.objects.filter(pk=ident).exists() for ident in idents])


def known_ones_change(session: Session, names):
    for name in names:
        tag = session.scalar(select(Tag).where(Tag.name == name))  # AIG417
        if not tag:
            continue
        tag.note = ""
        session.add(tag)


def tagged(session: Session, names, paper):
    for name in names:
        tag = session.scalar(select(Tag).where(Tag.name == name))  # AIG417
        if paper not in tag.papers:
            session.add(Link(tag, paper))


def login_cached(self, resolvers):
    for resolver in resolvers:
        entry = Entry.objects.filter(resolver=resolver.name).first()
        if entry:
            self.login = entry.login
            return


def must_know(name):
    if not Member.objects.filter(name=name).exists():
        raise LookupError(name)
    return name


def asked_for_the_exception(names):
    for name in names:
        must_know(name)


def few_rows(session: Session, payload):
    return [session.get(Role, ident) for ident in payload.roles]


def one_after_the_other(session: Session, spans):
    end = None
    for span in spans:
        show(session.scalar(select(Tax).where(Tax.span == span.name, Tax.end == end)))
        end = span.end


def patch_of(session: Session, row):
    patch = None
    if row.patch_id is not None:
        patch = session.get(Patch, row.patch_id)
    return patch


def patches(session: Session, rows):
    return [patch_of(session, row) for row in rows]


class Members:
    def __init__(self, session: Session):
        self.session = session

    def find(self, ident):
        return self.session.get(Member, ident)

    def named(self, ident):
        return self.find(ident).name


def of_keys(members: Members, idents):
    return [members.named(ident) for ident in idents]


def of_rows(members: Members, papers):
    return [members.named(paper.member_id) for paper in papers]  # AIG417


def of_keys_of_rows(members: Members, session: Session):
    return [members.named(ident) for ident in session.scalars(select(Paper.member_id))]  # AIG417


def of_keys_nearby(members: Members, idents):
    return [members.find(ident) for ident in idents]  # AIG417


def of_a_document(session: Session):
    document = load_document()
    return [session.get(Member, part["member"]) for part in document["parts"]]


@app.get("/parts")
def of_a_request(session: Session):
    return [session.get(Member, part["member"]) for part in request.json["parts"]]  # AIG401


@app.post("/checked")
def checked_of_a_request(session: Session):
    for part in request.json["parts"]:
        if session.get(Member, part["member"]) is None:  # AIG417
            raise LookupError(part["member"])
