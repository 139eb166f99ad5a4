<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnswerStrip</name>
    <message numerus="yes">
        <source>Stalled %n times: the network was quiet.</source>
        <translation>
            <numerusform>Stalled %n time: the network was quiet.</numerusform>
            <numerusform>Stalled %n times: the network was quiet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stalled %n times: held back by Sluice.</source>
        <translation>
            <numerusform>Stalled %n time: held back by Sluice.</numerusform>
            <numerusform>Stalled %n times: held back by Sluice.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Asked again %n times.</source>
        <translation>
            <numerusform>Asked again %n time.</numerusform>
            <numerusform>Asked again %n times.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDatabase</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageFooter</name>
    <message numerus="yes">
        <source>%n reconnects</source>
        <translation>
            <numerusform>%n reconnect</numerusform>
            <numerusform>%n reconnects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeamWords</name>
    <message numerus="yes">
        <source>paid again, %Ln times</source>
        <translation>
            <numerusform>paid again, %Ln time</numerusform>
            <numerusform>paid again, %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>resumed at character %Ln (replayed by the server, nothing lost)</source>
        <translation>
            <numerusform>resumed at character %Ln (replayed by the server, nothing lost)</numerusform>
            <numerusform>resumed at character %Ln (replayed by the server, nothing lost)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>continued at character %Ln (asked again, %1)</source>
        <translation>
            <numerusform>continued at character %Ln (asked again, %1)</numerusform>
            <numerusform>continued at character %Ln (asked again, %1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>started again (%1): characters repeated: %Ln</source>
        <translation>
            <numerusform>started again (%1): characters repeated: %Ln</numerusform>
            <numerusform>started again (%1): characters repeated: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>resumed %Ln times</source>
        <translation>
            <numerusform>resumed %Ln time</numerusform>
            <numerusform>resumed %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At character %Ln: %1</source>
        <translation>
            <numerusform>At character %Ln: %1</numerusform>
            <numerusform>At character %Ln: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Such requests made and paid: %Ln; all but the last broke off before anything new came.</source>
        <translation>
            <numerusform>Such requests made and paid: %Ln; all but the last broke off before anything new came.</numerusform>
            <numerusform>Such requests made and paid: %Ln; all but the last broke off before anything new came.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Characters that came once more and were dropped: %Ln.</source>
        <translation>
            <numerusform>Characters that came once more and were dropped: %Ln.</numerusform>
            <numerusform>Characters that came once more and were dropped: %Ln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Characters of the old text that were replaced: %Ln.</source>
        <translation>
            <numerusform>Characters of the old text that were replaced: %Ln.</numerusform>
            <numerusform>Characters of the old text that were replaced: %Ln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>replaced: %Ln</source>
        <translation>
            <numerusform>replaced: %Ln</numerusform>
            <numerusform>replaced: %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::CachePage</name>
    <message numerus="yes">
        <source>%n answer(s), %1.</source>
        <translation>
            <numerusform>%n answer, %1.</numerusform>
            <numerusform>%n answers, %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::CertificateField</name>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n certificate</numerusform>
            <numerusform>%n certificates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::PrivacyPage</name>
    <message numerus="yes">
        <source>Delete %n conversation(s), with their attachments? Answers that are being written are stopped. This cannot be undone.</source>
        <translation>
            <numerusform>Delete %n conversation, with its attachments? An answer that is being written is stopped. This cannot be undone.</numerusform>
            <numerusform>Delete %n conversations, with their attachments? Answers that are being written are stopped. This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TimelineView</name>
    <message numerus="yes">
        <source>%n more attempts</source>
        <translation>
            <numerusform>%n more attempt</numerusform>
            <numerusform>%n more attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::TrayIcon</name>
    <message numerus="yes">
        <source>Sluice: %n answers are running</source>
        <translation>
            <numerusform>Sluice: %n answer is running</numerusform>
            <numerusform>Sluice: %n answers are running</numerusform>
        </translation>
    </message>
</context>
</TS>
