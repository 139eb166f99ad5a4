#pragma once

#include <QString>

namespace sluice {

/// "1 conversation", "3 conversations".
QString countedConversations(int count);

}
