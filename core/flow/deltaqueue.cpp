#include "core/flow/deltaqueue.h"
