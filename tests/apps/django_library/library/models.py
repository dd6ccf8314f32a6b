from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100)


class Tag(models.Model):
    name = models.CharField(max_length=100)


class BookQuerySet(models.QuerySet):
    def of_author(self, author):
        return self.filter(author=author)


class Book(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag)
    lent = models.BooleanField(default=False)

    objects = models.Manager()

    def loans(self):
        return Loan.objects.filter(book=self).count()

    def as_dict(self):
        return {"title": self.title, "author": self.author.name}


class Loan(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    returned = models.BooleanField(default=False)
    day = models.DateField()


class Fine(models.Model):
    day = models.DateField()
    cents = models.IntegerField()


class Category(models.Model):
    name = models.CharField(max_length=100)
