foreach(name logarithmichistogram streamrecorders timelinejson answerstrip)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_figures)
endforeach()
