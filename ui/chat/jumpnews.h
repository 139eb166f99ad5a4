#pragma once

#include "ui/chat/newbelow.h"

#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <vector>

class QAbstractItemModel;

namespace sluice {

/// Keeps NewBelow true to a model and to whether the view follows its end. GUI thread.
class JumpNews final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Watches \a model from now on; null for none.
    void watch(const QAbstractItemModel* model);
    void setFollowing(bool isFollowing);

    const NewBelow& news() const { return m_news; }

Q_SIGNALS:
    void changed();

private:
    qsizetype sizeOf(int row) const;
    template <typename Change>
    void apply(Change change);

    QPointer<const QAbstractItemModel> m_model;
    std::vector<QMetaObject::Connection> m_connections;
    NewBelow m_news;
};

}
