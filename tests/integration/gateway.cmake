foreach(name http bounds streams completions backpressure cache compression pool metrics profiles)
    sluice_test(tst_gateway_${name}.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
endforeach()

sluice_test(tst_gateway_load.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration slow)
target_sources(tst_gateway_load PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/abruptclients.cpp" "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp"
    "${CMAKE_SOURCE_DIR}/tests/support/streamcrowd.cpp")

sluice_test(tst_sluicectl_serve.cpp LIBRARIES sluice_options Qt6::Network LABELS integration)
target_sources(tst_sluicectl_serve PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
add_dependencies(tst_sluicectl_serve sluicectl)

foreach(name shared sharedstate)
    sluice_test(tst_gateway_${name}.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/redisserver.cpp")
endforeach()

# Skipped where ./dev could not unpack nginx.
sluice_test(tst_gateway_nginx.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration)
target_sources(tst_gateway_nginx PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/nginxserver.cpp")
target_compile_definitions(tst_gateway_nginx PRIVATE SLUICE_NGINX_SITE="${CMAKE_SOURCE_DIR}/packaging/nginx/sluice.conf")

# With a server behind the gateway.
foreach(name upstream relay serverfigures)
    sluice_test(tst_gateway_${name}.cpp
        LIBRARIES sluice_gateway sluice::providers sluice::strategies sluice_test_support LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
endforeach()

sluice_test(tst_metricsserver.cpp
    LIBRARIES sluice_gateway sluice::providers sluice::strategies sluice_test_support LABELS integration threads)
target_sources(tst_metricsserver PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")

# The official client of npm; skipped where there is none. Not in packages-test.txt: Debian's npm is 350 packages.
sluice_test(tst_openaiclient.cpp
    LIBRARIES sluice_gateway sluice::providers sluice::strategies sluice_test_support LABELS integration slow)
target_sources(tst_openaiclient PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
target_compile_definitions(tst_openaiclient PRIVATE
    SLUICE_OPENAI_CLIENT="${CMAKE_CURRENT_SOURCE_DIR}/openai-client"
    SLUICE_OPENAI_CLIENT_BUILD="${CMAKE_BINARY_DIR}/openai-client")

# docs/openapi.yaml against the running program.
add_executable(gatewayroutes gatewayroutes.cpp)
target_link_libraries(gatewayroutes PRIVATE sluice_gateway sluice::strategies)
find_program(SLUICE_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH) # Debian's own, which has Debian's modules
add_test(NAME gateway_openapi COMMAND "${SLUICE_PYTHON}" -B "${CMAKE_CURRENT_SOURCE_DIR}/openapi/check.py" "${CMAKE_SOURCE_DIR}/docs/openapi.yaml")
set_tests_properties(gateway_openapi PROPERTIES LABELS integration
    ENVIRONMENT "SLUICE_CTL=$<TARGET_FILE:sluicectl>;SLUICE_ROUTES=$<TARGET_FILE:gatewayroutes>")
