"""The yearly training, as a person takes it in the browser."""

from datetime import date

from portal.people.training import in_force
from tests.journeys.someone import Someone

COURSE = in_force("security-awareness", date(2025, 12, 15))


def take_the_course(someone: Someone, language: str = "en") -> None:
    """From the gate's page through all sections and questions to the result; two answers are wrong."""
    course = COURSE[language]
    someone.follow("Go to the training")
    someone.follow("Take it in English" if language == "en" else "Tomar en español")
    someone.press("Begin" if language == "en" else "Empezar")
    onward = ("Continue", "Go to the questions") if language == "en" else ("Continuar", "Ir a las preguntas")
    for section in course.sections:
        assert section.title in someone.heading
        someone.press(onward[section is course.sections[-1]])
    answers = ("Check my answer", "Next question", "See your result")
    if language == "es":
        answers = ("Comprobar mi respuesta", "Pregunta siguiente", "Ver su resultado")
    for number, question in enumerate(course.questions, 1):
        place = question.right if number > 2 else (question.right + 1) % len(question.choices)
        someone.tick(question.choices[place])
        someone.press(answers[0])
        assert question.because in someone.text
        someone.follow(answers[2] if question is course.questions[-1] else answers[1])
