#pragma once

#include "core/chat/endpoint.h"

#include <QList>

class QSettings;

namespace sluice {

// The user's endpoints, in their order, each id once; and how they stand in the settings file.

QList<Endpoint>::iterator findId(QList<Endpoint>& list, QStringView id);
void replaceOrAppend(QList<Endpoint>& list, const Endpoint& endpoint);

QList<Endpoint> readEndpoints(QSettings& file);
void writeEndpoints(QSettings& file, const QList<Endpoint>& endpoints);

}
