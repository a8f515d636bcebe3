"""Every table of the house is known once this is imported, whoever asks and whatever else is not.

A command imports little, so what must leave no table out (migrations, the rotation of keys) asks
for all of them here.
"""

import bot.arrivals
import bot.asked.doubts
import bot.asked.feedback
import bot.asked.opinions
import bot.asked.questions
import bot.delivery.tables
import bot.desk.channels
import bot.desk.compliance
import bot.desk.drafts
import bot.escalations.tables
import bot.references
import bot.register.tables
import bot.tasks  # noqa: F401 - each import makes its tables known
