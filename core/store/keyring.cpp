#include "core/store/keyring.h"
