#include "core/flow/bufferstrategy.h"
