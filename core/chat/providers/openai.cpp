#include "core/chat/provider.h"
