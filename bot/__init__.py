"""The privacy helpdesk: a Slack bot that answers from a privacy notice and works rights requests.

The rooms, from the rim to the middle; each imports only downwards (import-linter holds that):

    cli, commands     the `helpdesk` command
    app, trial        everything put together: for Slack, and in a pretend workspace
    stories           what the pretend workspace plays by itself
    slack             listeners, blocks, the wire: what knows Slack
    sandbox           the pretend workspace: knows Slack's wire protocol and nothing of ours
    desk              what happens; each function is one transaction:
        timetable         what is done by the clock: every round, and when it is due
        reminding, morning            officers are reminded; the morning digest, the chain's anchor
        stepping, closing             an officer takes a case to its end
        searching, documents          a colleague searches a system; files that officers ask for
        requester, officer, asker     what each decides by button or form
        home, tabs, casefile          the Home tab; a case looked into
        intake, editing, repeating    a message comes in; is edited; repeats an earlier request
        identity, handover            papers are posted; a case opens
        channels, moving, compliance  where the bot may answer; ids that change; the officers' own
        cards, correspondence, drafts the officers' card; which letter, filled; what is not sent yet
    bursts, pacing    how much anybody is answered in a while
    books             exports, evidence, reports, and what is erased
    helpdesk          a verdict -> what to say and do (pure)
    metrics           what operators look at
    register          rights requests: lifecycle, clock, audit chain
    escalations       cases in the officers' hands, and the relay
    tasks             searches that colleagues were asked to make
    delivery          what is owed to people, kept until done
    asked             what was asked, what it may be more than a question, what answers were worth
    arrivals, lanes   what came in from Slack, and workers that keep an order
    jobs              the same for many machines
    rounds            what is walked by the clock
    sole              one process at a file
    database, settings, logs, clock, places, references, access
    schema, rotation, backup    the database as a whole: its revision, its keys, its copies
    masking, papers   no number of an identity paper is kept (pure)

The privacy notice and what is understood of a question live in the package `knowledge`.
"""
