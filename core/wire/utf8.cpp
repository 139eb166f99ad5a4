#include "core/wire/utf8.h"
