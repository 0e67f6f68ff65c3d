"""« Mot de passe oublié »: the link is made and sent by the worker: the page takes the same time for everybody."""

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django_tasks import task

from councils.models import User
from councils.models.user import normalise_email
from councils.services.mail import send_message

logger = logging.getLogger(__name__)


@task()
def send_reset_link(email: str, site: str) -> str:
    """Send the link to the open account of ``email``, if there is one. ``site`` is « https://nom ».

    What waits holds no secret: the token is made here.
    """
    user = User.objects.filter(email=normalise_email(email), is_active=True).first()
    if user is None:
        return "nobody"
    place = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    send_message(
        to=user.email,
        subject="Choisir un nouveau mot de passe",
        text="emails/password_reset.txt",
        html="emails/password_reset.html",
        context={"url": f"{site}{reverse('account_reset_password_from_key', kwargs=place)}"},
    )
    return "sent"
