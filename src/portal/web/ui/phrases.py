"""What the components and the frame say by themselves, in the language of the page. English is the key.

Pages in two languages have texts of their own (web.holder.texts); these are the few words around them.
"""

from collections.abc import Mapping

from django.utils.translation import get_language

SPANISH: Mapping[str, str] = {
    "Skip to main content": "Ir al contenido principal",
    "Sign out": "Salir",
    "Menu": "Menú",
    "Pages of the portal": "Páginas del portal",
    "Your account": "Su cuenta",
    "Your Ticket": "Su Ticket",
    "Your plans": "Sus planes",
    "Your progress": "Su progreso",
    "Extra security": "Seguridad adicional",
    "Your sign-ins": "Sus entradas",
    "About this portal": "Sobre este portal",
    "Synthetic program.": "Programa sintético.",
    "Today is": "Hoy es",
    "No real people are in it.": "No hay personas reales en él.",
    "Announcements": "Anuncios",
    "Outage:": "Interrupción:",
    "Learning event:": "Evento para aprender:",
    "News:": "Noticia:",
    "Read more": "Leer más",
    "There is a problem": "Hay un problema",
    "There are {count} problems": "Hay {count} problemas",
    "Error:": "Error:",
    "required": "obligatorio",
    "Required fields are marked with a red asterisk": "Lo obligatorio tiene un asterisco rojo",
    "Need help?": "¿Necesita ayuda?",
    "You are signed out after {minutes} minutes without use. Drafts are kept.": (
        "Su entrada termina después de {minutes} minutos sin uso. Lo que escribió se guarda."
    ),
    "Are you still there?": "¿Sigue ahí?",
    "You will be signed out in": "Su entrada terminará en",
    "min. What you typed is kept until you have signed in again.": (
        "min. Lo que escribió se guarda hasta que usted entre otra vez."
    ),
    "Stay signed in": "Seguir dentro",
}


MONTHS_ES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def said(text: str, **values: object) -> str:
    """The phrase in the language of the page; what has no translation stays as it is."""
    found = SPANISH.get(text, text) if get_language() == "es" else text
    return found.format(**values) if values else found
