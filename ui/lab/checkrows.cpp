#include "ui/lab/checkrows.h"

#include <algorithm>

namespace sluice {

using namespace Qt::StringLiterals;

void CheckRows::setRows(const QList<CheckRow>& rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int CheckRows::find(const QString& id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const CheckRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void CheckRows::setRunning(const QString& id)
{
    const int row = find(id);
    if (row < 0)
        return;
    m_rows[row].state = CheckRow::State::Running;
    tell(row);
}

void CheckRows::setResult(const QString& id, CheckRow::State state, const QString& note, const QString& aside)
{
    const int row = find(id);
    if (row < 0)
        return;
    m_rows[row].state = state;
    m_rows[row].note = note;
    m_rows[row].aside = aside;
    tell(row);
}

void CheckRows::endRunning()
{
    for (int row = 0; row < int(m_rows.size()); ++row) {
        if (m_rows[row].state != CheckRow::State::Running)
            continue;
        m_rows[row].state = CheckRow::State::Waiting;
        tell(row);
    }
}

int CheckRows::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CheckRows::data(const QModelIndex& index, int role) const
{
    const CheckRow& row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return tr("%1: %2. %3", "title, state, note").arg(row.title, checkStateWord(row.state), row.note).trimmed();
    case StateRole:
        return int(row.state);
    case NoteRole:
        return row.note;
    case AsideRole:
        return row.aside;
    default:
        return {};
    }
}

void CheckRows::tell(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
}

QString checkStateWord(CheckRow::State state)
{
    switch (state) {
    case CheckRow::State::Waiting:
        return CheckRows::tr("not run");
    case CheckRow::State::Running:
        return CheckRows::tr("running");
    case CheckRow::State::Good:
        return CheckRows::tr("passed");
    case CheckRow::State::Bad:
        return CheckRows::tr("failed");
    case CheckRow::State::Lacking:
        return CheckRows::tr("no");
    case CheckRow::State::Unseen:
        return CheckRows::tr("cannot be said");
    case CheckRow::State::Figure:
        return CheckRows::tr("measured");
    }
    Q_UNREACHABLE();
}

}
